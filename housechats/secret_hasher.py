"""How secrets of programs are kept: as hashes, of one round."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class OfRandomSecret(PBKDF2PasswordHasher):
    """Many rounds slow down who guesses words of people; nobody guesses 128 random characters, and a token would cost
    the web server a second of work for whoever asks."""

    algorithm = "pbkdf2_sha256_of_random"
    iterations = 1
