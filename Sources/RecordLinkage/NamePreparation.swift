internal import AccountModel

/// Makes the tables that comparing names needs, which else happens when two names differ for the first time, while a
/// small batch waits for it. Called beside other work; calling it changes nothing that is decided.
package func prepareNameTables() {
    // Different in every word, of countries with different languages: no table is left out.
    let (given, family) = (Array("Anneli".utf8), Array("Bergström".utf8))
    let (otherGiven, otherFamily) = (Array("Guillermo".utf8), Array("Fernández".utf8))
    _ = compareNames(
        given: given.span, family: family.span, of: .SE, with: otherGiven.span, family: otherFamily.span, of: .ES)
}
