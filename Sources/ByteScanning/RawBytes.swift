// `Span.bytes` counts as unsafe because a span of any element may be read as bytes; of bytes it is not.

extension Span where Element == UInt8 {
    /// The same bytes as a raw span.
    @inlinable @inline(__always)
    public var raw: RawSpan {
        @_lifetime(copy self)
        get { unsafe bytes }
    }
}

extension Array where Element == UInt8 {
    /// The bytes of the array as a raw span.
    @inlinable @inline(__always)
    public var raw: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let raw = unsafe span.bytes
            return unsafe _overrideLifetime(raw, borrowing: self)
        }
    }
}

extension RawSpan {
    /// A copy of the bytes.
    public func copied() -> [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
