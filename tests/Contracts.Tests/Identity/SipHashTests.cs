using System.Buffers.Binary;
using Relevo.Contracts.Identity;

namespace Relevo.Contracts.Tests.Identity;

public sealed class SipHashTests
{
    // The authors' test vectors: key 00..0f, input 00, 01, 02 ...
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    public void Compute_OfAPublishedVector_GivesItsHash(int length, string expected)
    {
        var key = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var input = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var hash = SipHash.Compute(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key.AsSpan(8)), input);
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Compute_OfInputsThatDifferInOneBit_DiffersInAboutHalfOfItsBits()
    {
        var different = 0;
        for (var bit = 0; bit < 512; bit++)
        {
            var input = new byte[64];
            var before = SipHash.Compute(1, 2, input);
            input[bit / 8] ^= (byte)(1 << (bit % 8));
            different += (int)UInt128.PopCount(before ^ SipHash.Compute(1, 2, input));
        }

        Assert.InRange(different, 512 * 60, 512 * 68);
    }
}
