"""What `doctor` looks at: the machine, what is kept, the work that waits. Each question yields what is wrong, one
finding at a time, and holds no more than one row in memory. It only looks: what it may mend, an action does.
"""
