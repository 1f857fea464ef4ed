internal import ByteScanning
internal import RecordLinkage

/// The login steps of a profile as JSON. There are few of them and millions of profiles, so each is written
/// once and copied.
enum LoginText {
    /// `{"password":…}`
    static func steps(_ login: LoginSteps) -> [UInt8] { texts[index(login)].steps }

    /// What ends the line of a profile without conflicts: `,"login":{…},"conflicts":[],"moved_from":[]}` and a
    /// line feed.
    static func ending(_ login: LoginSteps) -> [UInt8] { texts[index(login)].ending }

    private static func index(_ login: LoginSteps) -> Int {
        var index = Int(login.password.rawValue)
        index = index * 3 + Int(login.phone.rawValue)
        index = index * 3 + Int(login.channel.rawValue)
        index = index * 2 + (login.needsMailboxProof ? 1 : 0)
        index = index * 2 + (login.revokesSessions ? 1 : 0)
        return index * 2 + (login.isLocalOnly ? 1 : 0)
    }

    private static let texts: [(steps: [UInt8], ending: [UInt8])] = {
        var texts: [(steps: [UInt8], ending: [UInt8])] = []
        for password in 0..<3 {
            for phone in 0..<3 {
                for channel in 0..<3 {
                    for bits in 0..<8 {
                        texts.append(
                            text(
                                LoginSteps(
                                    password: PasswordStep(rawValue: UInt8(password))!,
                                    phone: PhoneStep(rawValue: UInt8(phone))!,
                                    channel: PhoneChannel(rawValue: UInt8(channel))!,
                                    needsMailboxProof: bits & 4 != 0, revokesSessions: bits & 2 != 0,
                                    isLocalOnly: bits & 1 != 0)))
                    }
                }
            }
        }
        return texts
    }()

    private static func text(_ login: LoginSteps) -> (steps: [UInt8], ending: [UInt8]) {
        func quoted(_ name: StaticString) -> String { name.utf8CodeUnitCount == 0 ? "null" : "\"\(name)\"" }
        let steps =
            "{\"password\":\(quoted(login.password.name)),\"phone\":\(quoted(login.phone.name)),"
            + "\"channel\":\(quoted(login.channel.name)),\"mailbox_proof\":\(login.needsMailboxProof),"
            + "\"revoke_sessions\":\(login.revokesSessions),\"local_only\":\(login.isLocalOnly)}"
        let ending = ",\"login\":\(steps),\"conflicts\":[],\"moved_from\":[]}\n"
        return (Array(steps.utf8), Array(ending.utf8))
    }
}
