// Command dist makes what people install, and shows that it installs:
//
//	go run ./scenarios/dist                 dist/: packages, archives, checksums, SBOM
//	go run ./scenarios/dist -check          .deb and .rpm in a new root: demo, man, lintian; and
//	                                        the same files made again from another folder
//
// make dist and make dist-check call it. Made are, for one commit:
//
//   - cpslab_VERSION_amd64.deb and cpslab-VERSION-1.x86_64.rpm, and those of arm64, with both programs,
//     manual pages in two languages, completions, a user unit of systemd for the station, a
//     polkit rule for the members of one group, examples, and the licence of every module;
//   - an archive for Linux, Windows and macOS, amd64 and arm64; the one of macOS drives no PC/SC
//     reader, since that needs a compiler of Apple's, and its program says so;
//   - cpslab_VERSION.cdx.json, the components (CycloneDX), and SHA256SUMS.
//
// All of it is equal, byte for byte, when it is made again from the same commit with the same
// Go and C compilers: paths are trimmed, dates are those of the commit, nothing is numbered
// at random. A part that this machine cannot make is named, and dist ends with 4.
package main
