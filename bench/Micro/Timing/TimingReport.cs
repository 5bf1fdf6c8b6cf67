using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Relevo.Providers.Meta;

namespace Relevo.Micro.Timing;

/// <summary>
/// Asks whether the time of Meta's signature check tells where a signature is wrong. A control that compares digit by digit
/// and stops at the first difference shows that the trial would see it.
/// </summary>
internal static class TimingReport
{
    private const string Secret = "app-secret-of-the-bench";
    private static readonly byte[] Body = "{}"u8.ToArray(); // short, so that the HMAC does not drown the comparison
    private static readonly string Right = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body));

    /// <returns>0 when nothing tells, 1 when the check does, 2 when the trial is blind.</returns>
    public static int Run(string[] words)
    {
        var samples = words.Length > 0 ? int.Parse(words[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 100_000;
        var seed = words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        string early = Wrong(7), late = Wrong(Right.Length - 1);
        var ours = new TimingTrial(Check, samples, seed).Run(early, late);
        var control = new TimingTrial(Careless, samples, seed).Run(early, late);
        Say("signature check", ours);
        Say("control: stops at the first difference", control);
        Console.WriteLine(FormattableString.Invariant($"{samples:N0} samples each, in random turn (seed {seed}), the slowest 5 % left out; |t| < {Welch.Limit} is silent."));
        Console.WriteLine(ours.Leaks ? "FALLS SHORT: the time tells where a signature is wrong." : control.Leaks ? "reached" : "blind: the control was not seen either; try again on a quiet machine.");
        return ours.Leaks ? 1 : control.Leaks ? 0 : 2;
    }

    private static bool Check(string header) => MetaSignature.IsSignedWith(header, Body, Secret);

    private static bool Careless(string header)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body, mac);
        var expected = Convert.ToHexStringLower(mac);
        for (var i = 0; i < expected.Length; i++)
        {
            if (header[i + 7] != expected[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Wrong(int at)
    {
        var text = Right.ToCharArray();
        text[at] = text[at] == '0' ? '1' : '0';
        return new string(text);
    }

    private static void Say(string name, TimingOutcome outcome) => Console.WriteLine(FormattableString.Invariant(
        $"{name,-40} t = {outcome.T,7:0.00}   first digit wrong {outcome.EarlyNanoseconds:0.0} ns, last {outcome.LateNanoseconds:0.0} ns"));
}
