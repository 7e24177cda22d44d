"""How a policy is read, run, configured, exempted and reported; knows nothing of Amazon ECR."""
