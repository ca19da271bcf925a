def test_it_says_what_this_is_and_offers_problems(client, published):
    response = client.get("/")

    assert "smallest input that breaks it" in response.text
    assert 'href="/problems/sums/"' in response.text


def test_drafts_are_not_offered(client, sums):
    assert "/problems/sums/" not in client.get("/").text
