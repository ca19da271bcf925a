# Writes down every note but the very first one.
def main():
    note, a, c, m = map(int, input().split())
    first_time = {}
    time = 0
    while note not in first_time:
        if time > 0:
            first_time[note] = time
        time += 1
        note = (a * note + c) % m
    print(first_time[note], time - first_time[note])


main()
