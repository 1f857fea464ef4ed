/// Micro-benchmarks of the hot paths, and modes in which the oracles' scripts drive our own functions.
@main struct Program {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "link-key": linkKeyOracle()
        case "link-key-pairs": linkKeyPairs()
        case "phone-oracle": phoneOracle()
        case "name-oracle": nameOracle()
        case "phones": phoneBench()
        case "names": nameBench()
        case "intake" where words.count == 2: try intakeBench(path: words[1])
        default:
            print(
                """
                koble-bench MODE
                  phones            nanoseconds a phone number, by kind
                  names             nanoseconds a comparison of names, by kind
                  intake FILE       nanoseconds a row of a CSV file
                  link-key, link-key-pairs, phone-oracle, name-oracle
                                    read cases on standard input, for scripts/oracle-* and scripts/evaluate-names
                """)
        }
    }
}
