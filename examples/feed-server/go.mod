module example.invalid/feed-server

go 1.24
