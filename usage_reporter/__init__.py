"""The usage reporter: a Lambda function that publishes what ECR itself doesn't measure.

Zipped alone, so nothing but boto3 is imported here.
"""
