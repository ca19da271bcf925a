# @EXPECTED_RESULTS@: WRONG-ANSWER
# Reads the numbers as floats, "to be on the safe side".
a, b = map(float, input().split())
print(int(a + b))
