"""How deeds are taken back, each from what its event holds. `reversals.py` says which verb is taken back by which."""
