"""What we do: receive, process, deliver, over and over. Each step can be killed and run again."""
