import CICU
import CIDN2

/// ICU 72, which Debian 12 ships, as an oracle.
enum ICUOracle {
    static var unicodeVersion: [UInt8] {
        var version: [UInt8] = [0, 0]
        CICU_unicodeVersion(&version)
        return version
    }

    static func nfc(_ bytes: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: 8192)
        let written = CICU_nfc(bytes, bytes.count, &output, output.count)
        return written < 0 ? nil : Array(output[..<Int(written)])
    }

    static func nfkcCasefold(_ bytes: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: 8192)
        let written = CICU_nfkcCasefold(bytes, bytes.count, &output, output.count)
        return written < 0 ? nil : Array(output[..<Int(written)])
    }

    /// The A-label form, or the bits of UIDNA_ERROR.
    static func domain(_ bytes: [UInt8]) -> Result<[UInt8], OracleRefusal> {
        var output = [UInt8](repeating: 0, count: 8192)
        var errors: UInt32 = 0
        let written = CICU_domainToASCII(bytes, bytes.count, &output, output.count, &errors)
        guard written >= 0, errors == 0 else { return .failure(OracleRefusal(code: Int(errors))) }
        return .success(Array(output[..<Int(written)]))
    }
}

/// libidn2 2.3.3, which Debian 12 ships, as an oracle.
enum IDN2Oracle {
    /// The A-label form, or libidn2's code.
    static func domain(_ bytes: [UInt8]) -> Result<[UInt8], OracleRefusal> {
        var output: UnsafeMutablePointer<UInt8>?
        let flags =
            IDN2_NONTRANSITIONAL.rawValue | IDN2_NFC_INPUT.rawValue
            | IDN2_USE_STD3_ASCII_RULES.rawValue
        let code = idn2_lookup_u8(bytes + [0], &output, Int32(flags))
        guard code == IDN2_OK.rawValue, let output else {
            return .failure(OracleRefusal(code: Int(code)))
        }
        defer { idn2_free(output) }
        var result: [UInt8] = []
        var place = 0
        while output[place] != 0 {
            result.append(output[place])
            place += 1
        }
        return .success(result)
    }
}

/// An oracle's own code for a refusal.
struct OracleRefusal: Error, Hashable { let code: Int }
