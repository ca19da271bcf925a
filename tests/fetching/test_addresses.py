import pytest

from judge.fetching.addresses import is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::8.8.8.8", "100.63.255.255", "172.32.0.1"],
)
def test_everybodys_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1",
        "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fe80::1%eth0",
        "fec0::1", "fc00::1", "fdaa::3", "fdaa:0:18:a7b::3", "ff02::1", "2001:db8::1", "100::1", "4000::1",
        "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:c0a8:101::1",
        "2002:808:808::1", "2001:0:7f00:1::80ff:fffe", "localhost", "", "8.8.8",
    ],
)  # fmt: skip
def test_addresses_of_some_network_are_not(address):
    assert not is_public(address)
