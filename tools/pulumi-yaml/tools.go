//go:build tools

// Package tools pins Pulumi's YAML host, so that `go.sum` records every module it is built from.
package tools

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
