using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Api.Operations;

/// <summary>How many workers an operator adds to each queue.</summary>
/// <param name="Workers">How many; 0 takes back what was added.</param>
internal sealed record ScaleRequest(int Workers)
{
    /// <summary>Most workers that can be asked for; the bound of the settings is usually lower.</summary>
    public const int MostWorkers = 100_000;

    /// <summary>Workers when nobody says how many.</summary>
    public const int UsualWorkers = 20;

    public static ScaleRequest Read(RequestFields fields) => new(fields.Whole("workers", 0, MostWorkers) ?? UsualWorkers);
}
