//! Checking what arrived against the digests that the client sent, before the object is placed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{ChecksumAlgorithm, PutObjectInput, UploadPartInput};
use s3s::{S3Result, TrailingHeaders, s3_error};

/// The digests of a body. A checksum can come as a header, or after the body as a trailer.
#[derive(Default)]
pub(super) struct Digests {
    hasher: ChecksumHasher,
    sent: [Option<String>; 5],
    md5: Option<(Md5, String)>,
}

/// Trailers, in the order of [`Digests::sent`].
const TRAILERS: [&str; 5] = [
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
];

/// The members of a request that say what its body must be.
macro_rules! digests_of {
    ($input:expr) => {
        Digests::new(
            [
                $input.checksum_crc32.take(),
                $input.checksum_crc32c.take(),
                $input.checksum_crc64nvme.take(),
                $input.checksum_sha1.take(),
                $input.checksum_sha256.take(),
            ],
            $input.checksum_algorithm.as_ref(),
            $input.content_md5.take(),
        )
    };
}

impl Digests {
    pub(super) fn of_object(input: &mut PutObjectInput) -> Self {
        digests_of!(input)
    }

    pub(super) fn of_part(input: &mut UploadPartInput) -> Self {
        digests_of!(input)
    }

    fn new(
        sent: [Option<String>; 5],
        algorithm: Option<&ChecksumAlgorithm>,
        md5: Option<String>,
    ) -> Self {
        let named = algorithm.map(ChecksumAlgorithm::as_str);
        let [crc32, crc32c, crc64nvme, sha1, sha256] = &sent;
        let hasher = ChecksumHasher {
            crc32: wanted(crc32, named, ChecksumAlgorithm::CRC32),
            crc32c: wanted(crc32c, named, ChecksumAlgorithm::CRC32C),
            crc64nvme: wanted(crc64nvme, named, ChecksumAlgorithm::CRC64NVME),
            sha1: wanted(sha1, named, ChecksumAlgorithm::SHA1),
            sha256: wanted(sha256, named, ChecksumAlgorithm::SHA256),
        };
        Self {
            hasher,
            sent,
            md5: md5.map(|sent| (Md5::new(), sent)),
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        if let Some((md5, _)) = &mut self.md5 {
            md5.update(bytes);
        }
    }

    /// # Errors
    /// `BadDigest` when a digest that was sent is not that of what arrived.
    pub(super) fn check(self, trailers: Option<&TrailingHeaders>) -> S3Result<()> {
        if let Some((md5, sent)) = self.md5
            && STANDARD.encode(md5.finalize()) != sent
        {
            return Err(s3_error!(BadDigest));
        }
        let found = self.hasher.finalize();
        let found = [
            found.checksum_crc32,
            found.checksum_crc32c,
            found.checksum_crc64nvme,
            found.checksum_sha1,
            found.checksum_sha256,
        ];
        for ((found, sent), name) in found.into_iter().zip(self.sent).zip(TRAILERS) {
            let in_trailer =
                || trailers?.read(|headers| Some(headers.get(name)?.to_str().ok()?.to_owned()))?;
            let Some(sent) = sent.or_else(in_trailer) else {
                continue;
            };
            if found.is_some_and(|found| found != sent) {
                return Err(s3_error!(BadDigest));
            }
        }
        Ok(())
    }
}

fn wanted<T: Default>(sent: &Option<String>, named: Option<&str>, algorithm: &str) -> Option<T> {
    (sent.is_some() || named == Some(algorithm)).then(T::default)
}
