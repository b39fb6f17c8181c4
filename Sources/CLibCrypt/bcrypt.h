#ifndef PORTERO_BCRYPT_H
#define PORTERO_BCRYPT_H

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

/// The length of a bcrypt hash's text, such as `$2y$10$<salt><checksum>`.
#define BCRYPT_LENGTH 60

/// Hashes a password, which ends at its first zero byte, as `setting` says; writes BCRYPT_LENGTH bytes without a zero.
///
/// Returns 0 where the setting is not bcrypt's or the memory cannot be had; then nothing was written.
///
/// `struct crypt_data` has 32 KiB in libxcrypt, which neither a stack nor a Swift tuple should hold.
static inline int bcrypt_hash(const char *password, const char *setting, unsigned char *output) {
    struct crypt_data *data = calloc(1, sizeof *data);
    if (!data) return 0;
    const char *hash = crypt_r(password, setting, data);
    int is_hash = hash && strlen(hash) == BCRYPT_LENGTH;
    if (is_hash) memcpy(output, hash, BCRYPT_LENGTH);
    explicit_bzero(data, sizeof *data);
    free(data);
    return is_hash;
}

#endif
