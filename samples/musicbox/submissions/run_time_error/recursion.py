# Right, but plays every note one call deeper than the one before.
note, a, c, m = map(int, input().split())
first_time = {}


def play(note):
    if note in first_time:
        return first_time[note], len(first_time) - first_time[note]
    first_time[note] = len(first_time)
    return play((a * note + c) % m)


print(*play(note))
