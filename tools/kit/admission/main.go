// Evaluates a ValidatingAdmissionPolicy as the API server does, with the API server's own code.
//
// admission POLICY.yaml < CASES.json > VERDICTS.json
//
// CASES is a list of {"name", "object", "oldObject"?}. VERDICTS is a list of {"name", "messages"}:
// no message means admitted. It refuses an expression that does not compile. It does not look at
// which resources a policy matches: that is the binding's and the API server's.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	v1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	Name      string         `json:"name"`
	Object    map[string]any `json:"object"`
	OldObject map[string]any `json:"oldObject"`
}

type verdict struct {
	Name     string   `json:"name"`
	Messages []string `json:"messages"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "admission:", err)
		os.Exit(1)
	}
}

func run(arguments []string, in io.Reader, out io.Writer) error {
	if len(arguments) != 1 {
		return fmt.Errorf("give one policy's file, and the cases on standard input")
	}
	text, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	var policy v1.ValidatingAdmissionPolicy
	if err := yaml.UnmarshalStrict(text, &policy); err != nil {
		return err
	}
	validator, err := compile(&policy)
	if err != nil {
		return err
	}
	var cases []testCase
	if err := json.NewDecoder(in).Decode(&cases); err != nil {
		return err
	}
	verdicts := make([]verdict, len(cases))
	for i, one := range cases {
		verdicts[i] = verdict{one.Name, judge(validator, one)}
	}
	return json.NewEncoder(out).Encode(verdicts)
}

// compile is what the API server's compilePolicy does, for policies without parameters.
func compile(policy *v1.ValidatingAdmissionPolicy) (validating.Validator, error) {
	compiler, err := cel.NewCompositedCompiler(
		environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		return nil, err
	}
	options := cel.OptionalVariableDeclarations{HasAuthorizer: true}
	mode := environment.StoredExpressions
	for _, one := range policy.Spec.Variables {
		variable := &validating.Variable{Name: one.Name, Expression: one.Expression}
		result := compiler.CompileAndStoreVariable(variable, options, mode)
		if result.Error != nil {
			return nil, fmt.Errorf("variable %s: %v", one.Name, result.Error)
		}
	}
	var conditions, messages, matches []cel.ExpressionAccessor
	for _, one := range policy.Spec.Validations {
		conditions = append(conditions, &validating.ValidationCondition{
			Expression: one.Expression, Message: one.Message, Reason: one.Reason})
		var message cel.ExpressionAccessor
		if one.MessageExpression != "" {
			message = &validating.MessageExpressionCondition{MessageExpression: one.MessageExpression}
		}
		messages = append(messages, message)
	}
	for i := range policy.Spec.MatchConditions {
		matches = append(matches, (*matchconditions.MatchCondition)(&policy.Spec.MatchConditions[i]))
	}
	for _, one := range slices.Concat(conditions, messages, matches) {
		if one == nil {
			continue
		}
		if result := compiler.CompileCELExpression(one, options, mode); result.Error != nil {
			return nil, fmt.Errorf("%s: %v", one.GetExpression(), result.Error)
		}
	}
	failure := policy.Spec.FailurePolicy
	var matcher matchconditions.Matcher
	if len(matches) > 0 {
		matcher = matchconditions.NewMatcher(
			compiler.CompileCondition(matches, options, mode), failure, "policy", "validate", policy.Name)
	}
	return validating.NewValidator(
		compiler.CompileCondition(conditions, options, mode),
		matcher,
		compiler.CompileCondition(nil, options, mode),
		compiler.CompileCondition(messages, cel.OptionalVariableDeclarations{}, mode),
		failure,
		nil,
	), nil
}

func judge(validator validating.Validator, one testCase) []string {
	pods := schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	kind := schema.GroupVersionKind{Version: "v1", Kind: "Pod"}
	object, old := objectOf(one.Object), objectOf(one.OldObject)
	operation := admission.Create
	if old != nil {
		operation = admission.Update
	}
	attributes := admission.NewAttributesRecord(
		object, old, kind, "default", "pod", pods, "", operation, nil, false, nil)
	versioned := &admission.VersionedAttributes{
		Attributes: attributes, VersionedKind: kind,
		VersionedObject: object, VersionedOldObject: old,
	}
	result := validator.Validate(
		context.Background(), pods, versioned, nil, &corev1.Namespace{},
		celconfig.RuntimeCELCostBudget, nil)
	messages := []string{}
	for _, decision := range result.Decisions {
		if decision.Action != validating.ActionAdmit {
			messages = append(messages, decision.Message)
		}
	}
	return messages
}

// objectOf is a nil interface for no content: the API server tells that from a nil pointer.
func objectOf(content map[string]any) runtime.Object {
	if content == nil {
		return nil
	}
	return &unstructured.Unstructured{Object: content}
}
