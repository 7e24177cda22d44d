package main

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestItAnswersUntilItIsStoppedAndThenEnds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener) }()
	for _, path := range []string{"/health", "/feed"} {
		answer, err := http.Get("http://" + listener.Addr().String() + path)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v, %v", path, answer, err)
		}
		answer.Body.Close()
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(drain + time.Second):
		t.Fatal("it did not end")
	}
}
