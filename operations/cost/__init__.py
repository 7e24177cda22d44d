"""What the registry costs, counted as ECR bills it.

Owns the counting of stored bytes: layers once a repository, whatever the number of images that
share them. Refuses to hide where a price comes from: each has its Region, source and date.
"""
