// Accepts any way of paying the toll with the fewest coins.
#include <cctype>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

const int ACCEPT = 42, REJECT = 43, JUDGE_ERROR = 1;
const long long MOST_COINS = 10000;
const std::string IMPOSSIBLE = "IMPOSSIBLE";

std::string feedback;

[[noreturn]] void end(int code, const std::string& message) {
    std::ofstream(feedback + "judgemessage.txt") << message << "\n";
    exit(code);
}

std::string upper(std::string word) {
    for (char& c : word) c = (char)toupper((unsigned char)c);
    return word;
}

long long parse(const std::string& word) {
    if (word.empty() || word.size() > 9) return -1;
    for (char c : word)
        if (c < '0' || c > '9') return -1;
    return std::stoll(word);
}

long long read_number(const std::string& what) {
    std::string word;
    if (!(std::cin >> word)) end(REJECT, "The output ends where " + what + " should be.");
    long long number = parse(word);
    if (number < 0) end(REJECT, "Expected " + what + ", but found something else.");
    return number;
}

void expect_the_end() {
    std::string word;
    if (std::cin >> word) end(REJECT, "There is more output after the answer.");
}

// How many coins they gave: valid ones that add up to the toll.
long long read_payment(long long coins, long long toll, const std::set<long long>& purse) {
    if (coins < 1 || coins > MOST_COINS) end(REJECT, "The number of coins makes no sense.");
    long long sum = 0;
    for (long long i = 0; i < coins; i++) {
        long long coin = read_number("a coin");
        if (!purse.count(coin)) end(REJECT, "There is no coin of " + std::to_string(coin) + " in the purse.");
        sum += coin;
    }
    expect_the_end();
    if (sum != toll) {
        end(REJECT, "The coins add up to " + std::to_string(sum) + ", not to " + std::to_string(toll) + ".");
    }
    return coins;
}

int main(int argc, char** argv) {
    if (argc < 4) return JUDGE_ERROR;
    std::ifstream input(argv[1]), answer(argv[2]);
    feedback = argv[3];
    if (!feedback.empty() && feedback.back() != '/') feedback += '/';

    long long toll, kinds, value;
    std::set<long long> purse;
    input >> toll >> kinds;
    while (input >> value) purse.insert(value);
    std::string best, first;
    answer >> best;

    if (!(std::cin >> first)) end(REJECT, "The output is empty.");
    if (upper(first) == IMPOSSIBLE) {
        expect_the_end();
        if (best != IMPOSSIBLE) end(REJECT, "The toll can be paid.");
        return ACCEPT;
    }
    long long coins = read_payment(parse(first), toll, purse);
    if (best == IMPOSSIBLE) end(JUDGE_ERROR, "The answer file says IMPOSSIBLE, but this pays the toll.");
    if (coins < parse(best)) end(JUDGE_ERROR, "The answer file has " + best + " coins, but fewer are enough.");
    if (coins > parse(best)) end(REJECT, std::to_string(coins) + " coins are more than needed.");
    return ACCEPT;
}
