// A mirror like any other: forgets that this one is contrary.
#include <algorithm>
#include <iostream>
#include <string>

char mirrored(char c) {
    static const std::string left = "([{</", right = ")]}>\\";
    if (left.find(c) != std::string::npos) return right[left.find(c)];
    if (right.find(c) != std::string::npos) return left[right.find(c)];
    return c;
}

int main() {
    int height, width;
    std::cin >> height >> width;
    std::cin.ignore();
    std::string line;
    while (height-- > 0 && std::getline(std::cin, line)) {
        std::reverse(line.begin(), line.end());
        for (char& c : line) c = mirrored(c);
        std::cout << line << "\n";
    }
}
