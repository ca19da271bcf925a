"""Run-time systems with threads, event loops and heaps, under the allow list and their limits."""

import pytest

from judge.compiling import compiled
from judge.sandbox import MIB, Ending, Limits

LIMITS = Limits(cpu=5, memory=128 * MIB)
FILES = {"java": "Main.java", "javascript": "main.js", "python3": "main.py", "pypy3": "main.py", "cpp": "main.cpp"}

JAVA = """class Main {
    static int f(int n) { return n == 0 ? 0 : 1 + f(n - 1); }
    public static void main(String[] args) { %s }
}"""
THREADS = {
    "java": """import java.util.stream.*; import java.util.concurrent.*;
        class Main { public static void main(String[] args) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(8); Future<Integer>[] all = new Future[8];
            for (int i = 0; i < 8; i++) { int n = i; all[i] = pool.submit(() -> n * n); }
            int sum = 0; for (Future<Integer> one : all) sum += one.get(); pool.shutdown();
            System.out.println(sum + IntStream.range(0, 1000).parallel().sum()); } }""",
    "javascript": """const { Worker, isMainThread, parentPort } = require('worker_threads'); const fs = require('fs');
        if (isMainThread) { const worker = new Worker(__filename); worker.on('message', (n) =>
            fs.readFile(__filename, () => setTimeout(() => console.log(n), 5)));
        } else parentPort.postMessage(499640);""",
    "python3": """import asyncio, concurrent.futures, multiprocessing
async def main(): await asyncio.sleep(0.01); return 499500
with concurrent.futures.ThreadPoolExecutor(8) as pool, multiprocessing.Pool(2) as processes:
    print(sum(pool.map(lambda n: n * n, range(8))) + asyncio.run(main()) + sum(processes.map(abs, [0, 0])))""",
    "pypy3": """import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(8) as pool: print(499500 + sum(pool.map(lambda n: n * n, range(8))))""",
    "cpp": """#include <future>
#include <iostream>
#include <vector>
int main() { std::vector<std::future<int>> all; int sum = 499500;
    for (int i = 0; i < 8; i++) all.push_back(std::async(std::launch::async, [i] { return i * i; }));
    for (auto &one : all) sum += one.get(); std::cout << sum << std::endl; }""",
}
HEAPS = {
    "java": JAVA % "byte[] all = new byte[75 << 20]; System.out.println(all.length);",
    "javascript": "let all = []; while (all.length < 75) all.push(Buffer.alloc(1 << 20, 1)); console.log(75 << 20)",
    "python3": "print(len(bytearray(b'x') * (75 << 20)))",
    "pypy3": "print(len(b'x' * (75 << 20)))",
}
DEEP = {
    "java": JAVA % "System.out.println(f(100000));",
    "javascript": "const f = (n) => n ? 1 + f(n - 1) : 0; console.log(f(100000))",
    "python3": "import sys; sys.setrecursionlimit(200000)\ndef f(n): return n and 1 + f(n - 1)\nprint(f(100000))",
}
BOMBS = {
    "java": JAVA % "var all = new java.util.ArrayList<long[]>(); while (true) all.add(new long[1 << 17]);",
    "javascript": "const all = []; while (true) all.push(Buffer.alloc(1 << 20, 1))",
    "python3": "all = []\nwhile True: all.append(bytearray(b'x' * 2**20))",
    "pypy3": "all = []\nwhile True: all.append(bytearray(b'x' * 2**20))",
}


@pytest.fixture
def run(tmp_path):
    def run(language, source, limits=LIMITS):
        program = compiled(language, {FILES[language]: source.encode()}, cache=tmp_path)
        with program.container() as box:
            return box.run(program.command(limits))

    return run


@pytest.mark.parametrize("language", THREADS)
def test_threads_and_event_loops_work(run, language):
    result = run(language, THREADS[language])

    assert (result.stdout, result.stderr, result.exit_code) == (b"499640\n", b"", 0)


@pytest.mark.parametrize("language", HEAPS)
def test_a_heap_may_grow_towards_the_limit(run, language):
    result = run(language, HEAPS[language])

    assert (result.stdout, result.stderr) == (b"%d\n" % (75 << 20), b"")


@pytest.mark.parametrize("language", DEEP)
def test_deep_recursion_is_no_crime(run, language):
    result = run(language, DEEP[language], Limits(cpu=5, memory=512 * MIB))

    assert (result.stdout, result.stderr) == (b"100000\n", b"")


@pytest.mark.parametrize("language", BOMBS)
def test_more_memory_than_allowed_is_never_given(run, language):
    result = run(language, BOMBS[language])

    assert result.ending is Ending.MEMORY_LIMIT or (result.exit_code and b"emory" in result.stderr)
