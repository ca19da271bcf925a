"""Which addresses of the internet are everybody's, and not of a network that only we are in."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out
NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address, to which a relay sends it on
RELAYED = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4 and Teredo: no site is there any more
OWN_USE = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_reserved", "is_unspecified")


def is_public(text: str) -> bool:
    """An IP address, as the resolver writes it."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address in NAT64 and not address.scope_id:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    return is_everybodys(address)


def is_everybodys(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        is_relayed = any(address in network for network in RELAYED)
        if is_relayed or address.scope_id or address not in GLOBAL_UNICAST:
            return False
    return address.is_global and not any(getattr(address, quality) for quality in OWN_USE)
