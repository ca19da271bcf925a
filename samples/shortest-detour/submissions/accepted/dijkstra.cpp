#include <cstdio>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

using Entry = std::pair<int, int>;  // length so far, town

int main() {
    int n, m, capital;
    if (scanf("%d %d %d", &n, &m, &capital) != 3) return 1;
    std::vector<std::vector<Entry>> roads(n + 1);
    for (int i = 0; i < m; i++) {
        int u, v, w;
        if (scanf("%d %d %d", &u, &v, &w) != 3) return 1;
        roads[u].push_back({w, v});
    }
    std::vector<int> length(n + 1, -1);
    std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
    queue.push({0, capital});
    while (!queue.empty()) {
        auto [so_far, town] = queue.top();
        queue.pop();
        if (length[town] >= 0) continue;
        length[town] = so_far;
        for (auto [w, v] : roads[town]) queue.push({so_far + w, v});
    }
    for (int town = 1; town <= n; town++) {
        if (length[town] < 0) puts("INF");
        else printf("%d\n", length[town]);
    }
}
