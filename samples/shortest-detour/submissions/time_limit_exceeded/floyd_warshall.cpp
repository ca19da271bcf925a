// Finds the shortest ways between all towns, though only one is asked for.
#include <cstdio>
#include <vector>

int main() {
    int n, m, capital;
    if (scanf("%d %d %d", &n, &m, &capital) != 3) return 1;
    const int INF = 1000000000;
    std::vector<std::vector<int>> d(n + 1, std::vector<int>(n + 1, INF));
    for (int i = 1; i <= n; i++) d[i][i] = 0;
    for (int i = 0; i < m; i++) {
        int u, v, w;
        if (scanf("%d %d %d", &u, &v, &w) != 3) return 1;
        if (w < d[u][v]) d[u][v] = w;
    }
    for (int k = 1; k <= n; k++)
        for (int i = 1; i <= n; i++)
            for (int j = 1; j <= n; j++)
                if (d[i][k] + d[k][j] < d[i][j]) d[i][j] = d[i][k] + d[k][j];
    for (int i = 1; i <= n; i++) {
        if (d[capital][i] == INF) puts("INF");
        else printf("%d\n", d[capital][i]);
    }
}
