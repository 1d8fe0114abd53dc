"""Speed and memory, as ratios against a yardstick in the same run. Started by hand; never timed tests."""
