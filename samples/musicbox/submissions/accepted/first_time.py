def main():
    note, a, c, m = map(int, input().split())
    first_time = [-1] * m
    time = 0
    while first_time[note] < 0:
        first_time[note] = time
        time += 1
        note = (a * note + c) % m
    print(first_time[note], time - first_time[note])


main()
