"""Right values of `make init`, and wrong ones, each with a name that says what is wrong with it."""

RIGHT = {
    "STACK": "prod",
    "ACCOUNT": "333333333333",
    "REGION": "ap-northeast-2",
    "SERVICES": "payments web",
    "GITHUB": "acme",
    "ALERTS": "ops@corp.test",
    "BACKEND": "s3://acme-pulumi-state",
    "SECRETS": "awskms://alias/pulumi?region=ap-northeast-2",
}
NO_KEY = {**RIGHT, "SECRETS": ""}

WRONG = {
    "no account": {**RIGHT, "ACCOUNT": ""},
    "no Region": {**RIGHT, "REGION": ""},
    "no services": {**RIGHT, "SERVICES": " "},
    "nobody to tell": {**RIGHT, "ALERTS": ""},
    "no backend": {**RIGHT, "BACKEND": ""},
    "a stack with an upper-case letter": {**RIGHT, "STACK": "Prod"},
    "a stack that leads elsewhere": {**RIGHT, "STACK": "../prod"},
    "an account that is too short": {**RIGHT, "ACCOUNT": "12345"},
    "an account's name": {**RIGHT, "ACCOUNT": "acme-prod-eu"},
    "a Region that is none": {**RIGHT, "REGION": "xx-west-1"},
    "a Region's name": {**RIGHT, "REGION": "Seoul"},
    "a service with an upper-case letter": {**RIGHT, "SERVICES": "Payments web"},
    "a service with two separators in a row": {**RIGHT, "SERVICES": "a--b"},
    "a service twice": {**RIGHT, "SERVICES": "web payments web"},
    "a repository in the place of an owner": {**RIGHT, "GITHUB": "acme/payments"},
    "an address that is none": {**RIGHT, "ALERTS": "ops@corp.test hush-hush"},
    "a folder without its scheme": {**RIGHT, "BACKEND": "/var/state"},
    "a backend that Pulumi doesn't know": {**RIGHT, "BACKEND": "ftp://acme"},
    "a backend that is no address": {**RIGHT, "BACKEND": "s3://[acme"},
    "a bucket that S3 can't have": {**RIGHT, "BACKEND": "s3://YOUR-STATE-BUCKET"},
    "a password in the backend": {**RIGHT, "BACKEND": "postgres://me:hush-hush@db/state"},
    "another backend in the shell": {**RIGHT, "PULUMI_BACKEND_URL": "file:///var/state"},
    "neither a key nor a passphrase": NO_KEY,
    "a passphrase that is missing": {**RIGHT, "SECRETS": "passphrase"},
    "Pulumi Cloud's key in a bucket": {**RIGHT, "SECRETS": "default"},
    "a secrets provider that is none": {**RIGHT, "SECRETS": "alias/pulumi"},
    "a key without its Region": {**RIGHT, "SECRETS": "awskms://alias/pulumi"},
    "another word than yes": {**RIGHT, "OVERWRITE": "true"},
}
