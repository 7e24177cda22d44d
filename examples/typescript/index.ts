import { ContainerRegistry } from "@pulumi/container-registry";

const payments = new ContainerRegistry("payments", {
    retention: { keep: 20 },
    github: [{ repository: "acme/payments", branches: ["main"] }],
    tags: { Team: "payments" },
});

export const url = payments.url;
export const ciRole = payments.ciRoleArn;
