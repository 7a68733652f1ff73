"""How fast and how good: `python -m benchmarks` lists the measurements, each a module with `main(arguments)`."""
