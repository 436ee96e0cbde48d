"""What `tactful doctor` looks at."""
