"""The storage of larger installations: a bucket that speaks S3. The only importer of boto3."""

from collections.abc import Iterable, Iterator
from itertools import batched_or_none
