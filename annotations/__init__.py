"""The fact-check workbench: articles, claims, verdicts, sources, versions.

One app in layers; inside each layer a file a noun. Which layer may import which is a table in
`tests/test_architecture.py`.
"""
