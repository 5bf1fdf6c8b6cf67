using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Relevo.Contracts.Identity;
using Relevo.Gateway.Delivery;
using Relevo.QueueProcessor.Store;

namespace Relevo.Micro.Delivery;

/// <summary>From a stored message to a signed body. The least it can cost is the HMAC of that body.</summary>
public class EncodeDelivery
{
    private static readonly byte[] Key = "the-secret-of-the-bench!"u8.ToArray();
    private readonly EventSigner _one = EventSigner.From(["whsec_" + Convert.ToBase64String(Key)]);
    private readonly EventSigner _two = EventSigner.From(["whsec_" + Convert.ToBase64String(Key), "whsec_bmV4dC1zZWNyZXQtb2YtdGhlLWJlbmNo"]);
    private readonly QueuedMessage _message = Known.Message(1, 1);
    private readonly byte[] _text;
    private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public EncodeDelivery()
    {
        _message.Id = new MessageId(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 7, 1);
        using var signed = SignedEvent.Encode(_message, _now);
        _text = signed.SignedText.ToArray();
    }

    [Benchmark(Baseline = true, Description = "HMAC alone")]
    public byte Hmac()
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(Key, _text, mac);
        return mac[0];
    }

    [Benchmark(Description = "encode")]
    public int Encode()
    {
        using var signed = SignedEvent.Encode(_message, _now);
        return signed.Body.Length;
    }

    [Benchmark(Description = "encode and sign")]
    public int EncodeAndSign() => Sign(_one);

    [Benchmark(Description = "encode and sign, two secrets")]
    public int TwoSecrets() => Sign(_two);

    private int Sign(EventSigner signer)
    {
        using var signed = SignedEvent.Encode(_message, _now);
        return signer.Sign(signed.SignedText)!.Length + signed.Id.Length;
    }
}
