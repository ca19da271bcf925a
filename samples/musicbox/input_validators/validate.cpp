// Accepts exactly the inputs that the statement promises.
#include <iostream>
#include <iterator>
#include <regex>
#include <string>

const int VALID = 42, INVALID = 43;

int main() {
    std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    if (text.size() > 100) return INVALID;
    const std::string number = "(0|[1-9][0-9]{0,5})";
    std::smatch match;
    if (!std::regex_match(text, match, std::regex(number + " " + number + " " + number + " " + number + "\n"))) {
        return INVALID;
    }
    int m = std::stoi(match[4]);
    if (m < 1 || m > 500000) return INVALID;
    for (int i = 1; i <= 3; i++)
        if (std::stoi(match[i]) >= m) return INVALID;
    return VALID;
}
