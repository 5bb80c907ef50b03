// Package code says what other software returned: the results of the SESAM-Vitale
// library (SSV), of GALSS, of PKCS#11 modules and of the PC/SC service, and the
// status words of the card. It holds their names and their meaning in both
// languages, and reads them as people write them.
//
// A code says what a program saw, not what is wrong with the card: the rules
// that may stand behind it are in other rooms.
package code
