// Command feed-server serves a feed, says whether it is well, and stops gracefully.
//
// It owns its listener and the order of its end. It writes no file, so its root may be read-only.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// Less than the 5 s after which the kit's test gives up, and far below a pod's 30 s.
const drain = 3 * time.Second

type entry struct {
	Title string `json:"title"`
}

// feed is what the service is for.
func feed() []entry {
	return []entry{{Title: "An image is built once"}, {Title: "and known by its digest"}}
}

// handler answers /health while the process is well and /ready while it takes requests.
func handler(ready *atomic.Bool) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
	})
	routes.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
	routes.HandleFunc("GET /feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(feed()); err != nil {
			slog.Error("answer not sent", "error", err)
		}
	})
	return routes
}

// serve runs until ctx ends, then lets requests under way finish.
func serve(ctx context.Context, listener net.Listener) error {
	var ready atomic.Bool
	server := &http.Server{
		Handler:           handler(&ready),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       60 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready.Store(true)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ready.Store(false)
	limit, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := server.Shutdown(limit); err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		slog.Error("not started", "error", err)
		os.Exit(1)
	}
	slog.Info("started", "address", listener.Addr().String())
	if err := serve(ctx, listener); err != nil {
		slog.Error("not stopped well", "error", err)
		os.Exit(1)
	}
	slog.Info("stopped")
}
