"""Process 1 of a container: runs one program after another and leaves nothing of one to the next.

Run by the system's own interpreter, any from 3.9 on, from code that the host hands over: it uses C modules beneath
`ctypes` and `socket`, which would add half to the time that a container takes to start. It trusts the host and nobody
else: what it answers is numbers and file descriptors, never an object.
"""

import _ctypes
import _signal
import _socket
import errno
import marshal
import os
import resource
import select
import stat
import sys
import time

CONTROL = 3
WORK, STOP = "/work", b"stop"
ANCILLARY_ROOM = 4 * 253 + 64
NOTHING, OUTPUT, CPU, WALL = 0, 1, 2, 3  # why a program was ended
GLANCE = 0.05  # seconds between two looks at a program that may be idle
NOSUID_NODEV_NOATIME, REMOUNT, DETACH = 2 | 4 | 1024, 32, 2
ROOM_TO_SPARE = 1 << 20
MOST_FILES, DEEPEST = 1000, 16


class Int(_ctypes._SimpleCData):
    _type_ = "i"


class SystemCall(_ctypes.CFuncPtr):
    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_USE_ERRNO
    _restype_ = Int


library = _ctypes.dlopen("libc.so.6", 0)
mount = SystemCall(_ctypes.dlsym(library, "mount"))
umount2 = SystemCall(_ctypes.dlsym(library, "umount2"))


class Work:
    """The one place that a program can write to: a tmpfs, laid anew when somebody has touched it."""

    def __init__(self):
        self.lay()

    def lay(self):
        self.mount(SIZE)
        self.untouched = self.state()

    def mount(self, size, flags=0):
        options = b"mode=1777,size=%d,nr_inodes=%d" % (size, INODES)
        if mount(b"work", WORK.encode(), b"tmpfs", NOSUID_NODEV_NOATIME | flags, options) < 0:
            raise OSError(_ctypes.get_errno(), "cannot mount /work")

    @staticmethod
    def state():
        status = os.stat(WORK)
        return status.st_ctime_ns, status.st_mtime_ns, status.st_mode, status.st_nlink, os.listdir(WORK)

    def renew(self):
        if self.state() != self.untouched:
            umount2(WORK.encode(), DETACH)
            self.lay()

    def fill(self, files, descriptors):
        """Write (name, which descriptor, offset, size); a name that ends in / is a folder anybody may write to."""
        total = sum(size for _, _, _, size in files)
        if total > ROOM_TO_SPARE:
            self.mount(SIZE + total, REMOUNT)
        for name, index, offset, size in files:
            path = os.path.join(WORK, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if not name.endswith("/"):
                copy_new(path, descriptors[index], offset, size)


def copy_new(path, source, offset, size):
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755), "wb") as target:
        copy(target.fileno(), source, offset, size)


def copy(target, source, offset, size):
    while size > 0:
        copied = os.sendfile(target, source, offset, size)
        if not copied:
            raise OSError(errno.ESTALE, "a file shrank")
        offset, size = offset + copied, size - copied


def collect(names, limit):
    """A memory file, if anything is wanted: "length-of-name size\\n", name, bytes, one after another. Was it cut?"""
    if not names:
        return [], 0
    packed, left = os.memfd_create("files"), limit
    found = wanted(names)
    cut = len(found) > MOST_FILES
    for path in found[:MOST_FILES]:
        size = min(os.lstat(path).st_size, left)
        cut |= size < os.lstat(path).st_size
        left -= size
        name = os.fsencode(os.path.relpath(path, WORK))
        os.write(packed, b"%d %d\n%s" % (len(name), size, name))
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as source:
            copy(packed, source.fileno(), 0, size)
    return [packed], cut


def wanted(names):
    """The regular files among the names and below the folders; nobody lives any more who could swap them."""
    found: list = []
    waiting = [os.path.join(WORK, name.rstrip("/")) for name in names]
    while waiting and len(found) <= MOST_FILES:
        path = waiting.pop()
        if os.path.realpath(path) != path or not os.path.lexists(path):
            continue
        mode = os.lstat(path).st_mode
        if stat.S_ISREG(mode):
            found.append(path)
        elif stat.S_ISDIR(mode) and path.count("/") < DEEPEST:
            waiting += sorted(os.path.join(path, name) for name in os.listdir(path)[: MOST_FILES + 1])
    return found


class Standby:
    """A launcher that waits to become the next program: starting it takes longer than many programs run."""

    def __init__(self):
        self.channel, its_end = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        actions = [(os.POSIX_SPAWN_DUP2, its_end.fileno(), 3)]
        self.process = os.posix_spawn("/launcher", ["launcher"], {}, file_actions=actions)
        its_end.close()

    def report(self):
        """What kept the program from starting, if anything; when that is known, the launcher is no more."""
        words = self.channel.recv(200)
        self.channel.close()
        return words


class Run:
    """One request. Its descriptors: those for the launcher, the clock, the files to copy."""

    def __init__(self, request, descriptors):
        self.request = request
        rest = descriptors[request["launched"] :]
        self.launched = descriptors[: request["launched"]]
        self.clock = rest.pop(0) if request["clock"] else None
        self.sources = rest

    def cpu(self):
        """Nanoseconds used: by the control group, or, where there is none, by those that have ended."""
        if self.clock is None:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            return int((used.ru_utime + used.ru_stime) * 1e9)
        return nanoseconds(os.pread(self.clock, 512, 0))

    def watch(self, process, started, cpu_before):
        """Wait for the program's end, or for a reason to end it."""
        ended = os.pidfd_open(process)
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(CONTROL, select.POLLIN)
        while True:
            spent, used = time.monotonic() - started, (self.cpu() - cpu_before) / 1e9
            wall_left, cpu_left = self.request["wall"] - spent, self.request["cpu"] / 1e9 - used
            idle_left = self.request["idle"] - spent + used
            if idle_left < 0:
                idle_left += waited(self.clock is None)
            if min(wall_left, cpu_left, idle_left) < 0:
                reason = CPU if cpu_left < 0 else WALL
                break
            ready = dict(poll.poll(1 + 1000 * min(wall_left, cpu_left / CORES, max(idle_left, GLANCE))))
            if ended in ready or CONTROL in ready:
                reason = NOTHING if ended in ready else stop_or_exit()
                break
        os.close(ended)
        return reason

    def answer(self, work, standby):
        """Run it; "reason status cpu wall largest-resident-set cut report", and what was collected."""
        try:
            work.fill(self.request["files"], self.sources)
        except OSError as error:
            return b"0 0 0 0 0 0 files %d" % (error.errno or 0), []
        cpu_before, started = self.cpu(), time.monotonic()
        send(standby.channel, self.request["words"], self.launched)
        reason = self.watch(standby.process, started, cpu_before)
        kill_everybody()
        wall = time.monotonic() - started
        status, largest = reap(standby.process)
        numbers = (reason, status, self.cpu() - cpu_before, int(wall * 1e9), largest)
        packed, cut = collect(self.request["collect"], self.request["collect_limit"])
        return b"%d %d %d %d %d %d " % (*numbers, cut) + standby.report(), packed


def waited(running_too):
    """Seconds that all living threads have waited for a processor; where nobody else counts it, also run."""
    total = 0 if os.path.exists("/proc/1/schedstat") else float("inf")
    for process in os.listdir("/proc"):
        if process.isdigit() and process != "1":
            total += sum(waiting + running * running_too for running, waiting in schedule(process))
    return total / 1e9


def schedule(process):
    folder = f"/proc/{process}/task"
    try:
        for thread in os.listdir(folder):
            with open(f"{folder}/{thread}/schedstat") as file:
                running, waiting, _ = file.read().split()
            yield int(running), int(waiting)
    except (FileNotFoundError, ProcessLookupError):
        return


def nanoseconds(text):
    """From cpuacct.usage (version 1), or the first line of cpu.stat (version 2): "usage_usec 1234"."""
    return int(text) if text[:1].isdigit() else 1000 * int(text.split()[1])


def stop_or_exit():
    if control.recv(16) != STOP:
        os._exit(0)
    return OUTPUT


def kill_everybody():
    """One pass is enough: a process with a signal pending cannot fork."""
    try:
        os.kill(-1, 9)
    except ProcessLookupError:
        return


def reap(process):
    """The program's wait status, and the largest resident set, in bytes, among all that ended.

    A process begins with ours to its account: up to that, nothing is known.
    """
    status, largest = 0, 0
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while True:
        try:
            ended, how, used = os.wait4(-1, 0)
        except ChildProcessError:
            return status, largest * 1024 if largest > ours else 0
        largest = max(largest, used.ru_maxrss)
        if ended == process:
            status = how


def receive():
    """The next request and its descriptors, or None when the host is gone."""
    data = STOP
    while data == STOP:  # meant for a run that has ended meanwhile
        data, ancillary, _, _ = control.recvmsg(1 << 20, ANCILLARY_ROOM, _socket.MSG_CMSG_CLOEXEC)
    descriptors = [number for _, _, packed in ancillary for number in memoryview(packed).cast("i")]
    return (marshal.loads(data), descriptors) if data else None


def send(to, data, descriptors):
    packed = b"".join(number.to_bytes(4, sys.byteorder) for number in descriptors)
    to.sendmsg([data], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, packed)] if packed else [])


def main():
    os.umask(0)
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # which process 1 doesn't hear
    work, standby = Work(), Standby()
    send(control, b"ready", [])
    while message := receive():
        request, descriptors = message
        answer, packed = Run(request, descriptors).answer(work, standby)
        send(control, answer, packed)  # the host goes on; the next run finds everything ready
        for descriptor in descriptors + packed:
            os.close(descriptor)
        work.renew()
        standby = Standby()
    os._exit(0)


if __name__ == "__main__":
    RECEIVED, SIZE, INODES, PROCESSOR = map(int, sys.argv[1:])
    if PROCESSOR >= 0:
        os.sched_setaffinity(0, {PROCESSOR})
    CORES = len(os.sched_getaffinity(0))
    os.dup2(RECEIVED, CONTROL, inheritable=False)
    os.close(RECEIVED)
    control = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, CONTROL)
    main()
