#include <algorithm>
#include <cctype>
#include <iostream>
#include <string>

char mirrored(char c) {
    static const std::string left = "([{</", right = ")]}>\\";
    if (left.find(c) != std::string::npos) return right[left.find(c)];
    if (right.find(c) != std::string::npos) return left[right.find(c)];
    if (std::isupper((unsigned char)c)) return (char)std::tolower((unsigned char)c);
    return (char)std::toupper((unsigned char)c);
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
