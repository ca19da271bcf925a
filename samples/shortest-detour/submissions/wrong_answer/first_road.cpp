// Keeps the first road between two towns and forgets the others.
#include <iostream>
#include <map>
#include <queue>
#include <utility>
#include <vector>

using namespace std;

int main() {
    int n, m, s;
    cin >> n >> m >> s;
    map<pair<int, int>, int> road;
    for (int i = 0; i < m; i++) {
        int u, v, w;
        cin >> u >> v >> w;
        road.insert({{u, v}, w});
    }
    vector<vector<pair<int, int>>> next(n + 1);
    for (auto& [ends, w] : road) next[ends.first].push_back({ends.second, w});
    const int INF = 1e9;
    vector<int> dist(n + 1, INF);
    priority_queue<pair<int, int>> queue;
    dist[s] = 0;
    queue.push({0, s});
    while (!queue.empty()) {
        auto [d, u] = queue.top();
        queue.pop();
        if (-d > dist[u]) continue;
        for (auto [v, w] : next[u]) {
            if (dist[v] > dist[u] + w) {
                dist[v] = dist[u] + w;
                queue.push({-dist[v], v});
            }
        }
    }
    for (int i = 1; i <= n; i++) {
        if (dist[i] == INF) cout << "INF\n";
        else cout << dist[i] << "\n";
    }
}
