# @EXPECTED_RESULTS@: TIMELIMIT
# Looks for each note among all notes played so far: quadratic.
note, a, c, m = map(int, input().split())
played = []
while note not in played:
    played.append(note)
    note = (a * note + c) % m
intro = played.index(note)
print(intro, len(played) - intro)
