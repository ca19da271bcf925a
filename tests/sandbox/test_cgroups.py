"""Where control groups are: on trees as they were recorded, since one machine has only one kind."""

import shutil
from pathlib import Path

import pytest

from judge.sandbox import cgroups
from judge.sandbox.cgroups import GroupV2, start_time
from judge.sandbox.hierarchies import parent_v2, parents_v1
from judge.sandbox.runner import nanoseconds

SEPARATE = {
    "mountinfo": """\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
""",
    "cgroup": "9:name=systemd:/\n8:pids:/\n4:memory:/workers/one\n2:cpuacct:/\n1:cpu:/\n0::/\n",
}
COMBINED = {
    "mountinfo": """\
30 24 0:26 / /sys/fs/cgroup ro,nosuid shared:9 - tmpfs tmpfs ro,mode=755
33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:11 - cgroup cgroup rw,cpu,cpuacct
34 30 0:30 / /sys/fs/cgroup/memory rw,nosuid shared:12 - cgroup cgroup rw,memory
35 30 0:31 / /sys/fs/cgroup/pids rw,nosuid shared:13 - cgroup cgroup rw,pids
""",
    "cgroup": "7:pids:/system.slice/a.service\n4:memory:/system.slice/a.service\n3:cpu,cpuacct:/system.slice\n",
}
NAMESPACED = {
    "mountinfo": """\
612 611 0:30 /docker/abc /sys/fs/cgroup/memory ro,nosuid master:15 - cgroup cgroup rw,memory
613 611 0:31 /docker/abc /sys/fs/cgroup/pids ro,nosuid master:16 - cgroup cgroup rw,pids
614 611 0:32 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid master:17 - cgroup cgroup rw,cpu,cpuacct
""",
    "cgroup": "7:pids:/docker/abc/inner\n4:memory:/docker/abc\n3:cpu,cpuacct:/elsewhere\n",
}


@pytest.fixture
def proc(tmp_path):
    def record(mountinfo, cgroup):
        folder = tmp_path / "proc/self"
        folder.mkdir(parents=True)
        (folder / "mountinfo").write_text(mountinfo)
        (folder / "cgroup").write_text(cgroup)
        return folder.parent

    return record


def test_version_1_each_controller_by_itself(proc):
    assert parents_v1(proc(**SEPARATE)) == {
        "cpuacct": Path("/sys/fs/cgroup/cpuacct"),
        "memory": Path("/sys/fs/cgroup/memory/workers/one"),
        "pids": Path("/sys/fs/cgroup/pids"),
    }


def test_version_1_cpu_and_cpuacct_together(proc):
    assert parents_v1(proc(**COMBINED)) == {
        "cpuacct": Path("/sys/fs/cgroup/cpu,cpuacct/system.slice"),
        "memory": Path("/sys/fs/cgroup/memory/system.slice/a.service"),
        "pids": Path("/sys/fs/cgroup/pids/system.slice/a.service"),
    }


def test_version_1_below_a_namespace_s_root(proc):
    assert parents_v1(proc(**NAMESPACED)) == {
        "cpuacct": Path("/sys/fs/cgroup/cpu,cpuacct"),
        "memory": Path("/sys/fs/cgroup/memory"),
        "pids": Path("/sys/fs/cgroup/pids/inner"),
    }


def test_none_at_all(proc, monkeypatch):
    nothing = proc("22 1 8:1 / / rw - ext4 /dev/root rw\n", "0::/\n")

    assert parents_v1(nothing) == {} and parent_v2(nothing) is None


@pytest.fixture
def unified(tmp_path, proc):
    """A version 2 tree: / -> worker.slice -> worker.service, our process in the last."""
    root = tmp_path / "cgroup"
    leaf = root / "worker.slice/worker.service"
    leaf.mkdir(parents=True)
    for folder in (root, leaf.parent, leaf):
        (folder / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
        (folder / "cgroup.subtree_control").write_text("cpu memory pids\n")
    mountinfo = f"26 25 0:23 / {root} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
    return root, proc(mountinfo, "0::/worker.slice/worker.service\n")


def test_version_2_takes_the_nearest_that_hands_its_controllers_down(unified):
    root, proc = unified

    assert parent_v2(proc) == root / "worker.slice/worker.service"


def test_version_2_asks_for_the_controllers_and_goes_up_when_refused(unified):
    """A group with processes in it refuses (in the kernel's words, EBUSY); here a folder stands in the way."""
    root, proc = unified
    for folder in (root / "worker.slice", root):
        (folder / "cgroup.subtree_control").write_text("cpu\n")
    leaf = root / "worker.slice/worker.service/cgroup.subtree_control"
    leaf.unlink()
    leaf.mkdir()

    assert parent_v2(proc) == root / "worker.slice"
    assert (root / "worker.slice/cgroup.subtree_control").read_text() == "+memory +pids"


def test_version_2_without_the_controllers_is_none(unified):
    root, proc = unified
    for file in root.rglob("cgroup.controllers"):
        file.write_text("cpuset cpu\n")

    assert parent_v2(proc) is None


@pytest.fixture
def kernel(monkeypatch):
    """Fills a new folder as the kernel would, and lets it be removed."""
    files = {
        "cgroup.procs": "",
        "cpu.stat": "usage_usec 1234\nuser_usec 1000\nsystem_usec 234\n",
        "memory.events": "low 0\nhigh 0\nmax 7\noom 1\noom_kill 0\noom_group_kill 0\n",
        "memory.peak": "4096\n",
        "memory.stat": "anon 0\nfile 0\ninactive_anon 0\nactive_anon 0\ninactive_file 20000000\nactive_file 30000000\n",
        "memory.max": "max\n",
        "memory.swap.max": "max\n",
        "pids.max": "max\n",
    }
    make = Path.mkdir

    def mkdir(folder, *args, **options):
        make(folder, *args, **options)
        for name, text in files.items():
            (folder / name).write_text(text)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(cgroups, "remove", shutil.rmtree)


def test_version_2_limits_counts_and_goes(unified, kernel):
    root, _ = unified
    group = GroupV2({"memory": root})
    group.limit(64 << 20, 32)
    folder = group.folders["memory"]

    assert (folder / "memory.max").read_text() == str(64 << 20)
    assert (folder / "memory.swap.max").read_text() == "0" and (folder / "pids.max").read_text() == "32"
    assert group.peak() == 4096 and not group.ran_out_of_memory()
    (folder / "memory.events").write_text("low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 0\n")
    assert group.ran_out_of_memory() and not group.ran_out_of_memory()
    group.close()
    assert not folder.exists()


def test_version_2_does_not_count_what_is_kept_of_files(unified, kernel):
    group = GroupV2({"memory": unified[0]})
    group.limit(64 << 20, 32)

    assert group.used(resident=5_000_000) == 4096  # too little to look closer
    (group.folders["memory"] / "memory.peak").write_text("60000000\n")
    assert group.used(resident=5_000_000) == 10_000_000
    assert group.used(resident=15_000_000) == 15_000_000
    group.close()


def test_version_2_gives_each_run_a_group_of_its_own(unified, kernel):
    group = GroupV2({"memory": unified[0]})
    group.limit(64 << 20, 32)
    first = group.folders["memory"]
    group.limit(64 << 20, 32)

    assert group.folders["memory"] != first and not first.exists()
    assert (group.folders["memory"] / "memory.max").read_text() == str(64 << 20)
    group.close()


def test_the_clock_of_both_versions():
    assert nanoseconds(b"123456789\n") == 123456789
    assert nanoseconds(b"usage_usec 1234\nuser_usec 1000\nsystem_usec 234\n") == 1234000


def test_a_process_is_known_by_its_start(tmp_path):
    (tmp_path / "7").mkdir()
    (tmp_path / "7/stat").write_text("7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9 9")

    assert start_time(7, tmp_path) == "4711"
    assert start_time(8, tmp_path) is None
