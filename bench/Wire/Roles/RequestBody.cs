using System.IO.Pipelines;

namespace Relevo.Wire.Roles;

/// <summary>Reads a request's body where the server received it.</summary>
internal static class RequestBody
{
    /// <summary>Reads to the end. The caller advances the reader to the end of the buffer when it is done with it.</summary>
    public static async ValueTask<ReadResult> ReadAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                return result;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
