using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace Relevo.Micro.Inbound;

/// <summary>Authentic or not, from the raw bytes. The least it can cost is the HMAC of Meta's body.</summary>
public class Authenticate
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Sample.Secret);
    private readonly Sample _meta = Sample.Meta();
    private readonly Sample _bird = Sample.Bird();
    private readonly Sample _evolution = Sample.Evolution();

    [Benchmark(Baseline = true, Description = "HMAC alone")]
    public byte Hmac()
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(Key, _meta.Body, mac);
        return mac[0];
    }

    [Benchmark]
    public bool Meta() => Check(_meta);

    [Benchmark]
    public bool Bird() => Check(_bird);

    [Benchmark(Description = "Evolution, bearer")]
    public bool Evolution() => Check(_evolution);

    private static bool Check(Sample sample) =>
        sample.Provider.Authenticator.IsAuthentic(sample.Request, sample.Number) ? true : throw new InvalidOperationException("The sample is not authentic.");
}
